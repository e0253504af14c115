// What the system refuses an app: system APIs to an ordinary app (202), and what needs a permission that it lacks (201).

const PERMISSION_DENIED = 201;
const NOT_A_SYSTEM_APP = 202;

/** @param {number} code @param {string} message */
function businessError(code, message) {
  const error = new host.BusinessError(code, message);
  error.code = code;
  return error;
}

/**
 * A function of the system API: an ordinary app is refused; for an app that may be one of the system's, what it would
 * do is not emulated.
 * @param {string} name @returns {(...values: any[]) => never}
 */
const systemApi = (name) => () => {
  if (host.call('bundle.mayBeSystemApp')) host.notEmulated(name)();
  throw businessError(NOT_A_SYSTEM_APP, `Permission denied: ${name} is a system API and the app is not a system app.`);
};

/** @param {string[]} permissions one of them is enough @param {string} name */
function demand(permissions, name) {
  if (permissions.some((permission) => host.call('access.holds', permission))) return;
  throw businessError(PERMISSION_DENIED, `Permission denied: ${name} needs ${permissions.join(' or ')}.`);
}

module.exports = { businessError, systemApi, demand };
