// @ohos.abilityAccessCtrl (interface_sdk-js api/@ohos.abilityAccessCtrl.d.ts): which permissions the app holds. Those
// that module.json5 requests and the system grants are held; those that only the user can grant are not.

const { businessError, systemApi } = require('@ohos.internal.access');

const INVALID_PARAMETER = 12100001;
const PARAMETER_ERROR = 401;
const NAME_LENGTH = 256;

const GrantStatus = Object.freeze({ PERMISSION_DENIED: -1, PERMISSION_GRANTED: 0 });
const PermissionStatus = Object.freeze({ DENIED: -1, GRANTED: 0, NOT_DETERMINED: 1, INVALID: 2, RESTRICTED: 3 });

/** @param {unknown} name @returns {string} */
function checkedName(name) {
  if (typeof name !== 'string') throw businessError(PARAMETER_ERROR, 'Parameter error. The type of permissionName must be Permissions.');
  if (name === '' || name.length > NAME_LENGTH) throw businessError(INVALID_PARAMETER, 'The permission name is empty or longer than 256 characters.');
  return name;
}

/** @param {unknown} token @param {unknown} permission */
function status(token, permission) {
  if (typeof token !== 'number') throw businessError(PARAMETER_ERROR, 'Parameter error. The type of tokenID must be number.');
  if (token === 0) throw businessError(INVALID_PARAMETER, 'The token ID is 0.');
  const name = checkedName(permission);
  const isOwn = token === host.call('bundle.application').accessTokenId;
  return isOwn && host.call('access.holds', name) ? GrantStatus.PERMISSION_GRANTED : GrantStatus.PERMISSION_DENIED;
}

class AtManager {
  /** @param {unknown} token @param {unknown} permission */
  checkAccessTokenSync(token, permission) { return status(token, permission); }

  /** @param {unknown} token @param {unknown} permission */
  verifyAccessTokenSync(token, permission) { return status(token, permission); }

  /** @param {unknown} token @param {unknown} permission */
  checkAccessToken(token, permission) { return host.later(() => status(token, permission)); }

  /** @param {unknown} token @param {unknown} permission */
  verifyAccessToken(token, permission) { return host.later(() => status(token, permission)); }

  /** @param {unknown} permission */
  getSelfPermissionStatus(permission) {
    const name = checkedName(permission);
    return [PermissionStatus.GRANTED, PermissionStatus.NOT_DETERMINED, PermissionStatus.INVALID][host.call('access.status', name)];
  }
}
for (const name of [
  'requestPermissionsFromUser', 'requestPermissionOnSetting', 'requestGlobalSwitch', 'openPermissionOnSetting',
  'requestPermissionOnApplicationSetting', 'on', 'off',
]) {
  Object.defineProperty(AtManager.prototype, name, {
    configurable: true, get: () => host.notEmulated(`@ohos.abilityAccessCtrl.AtManager.${name}`),
  });
}
for (const name of [
  'grantUserGrantedPermission', 'revokeUserGrantedPermission', 'getPermissionFlags', 'setPermissionRequestToggleStatus',
  'getPermissionRequestToggleStatus', 'getVersion', 'getPermissionsStatus', 'requestPermissionsFromUserWithWindowId',
  'grantPermission', 'revokePermission', 'queryStatusByPermission', 'queryStatusByTokenID',
]) {
  Object.defineProperty(AtManager.prototype, name, {
    configurable: true, writable: true, value: systemApi(`@ohos.abilityAccessCtrl.AtManager.${name}`),
  });
}

const members = {
  createAtManager: () => new AtManager(),
  GrantStatus, PermissionStatus,
};
Object.assign(exports, members);
exports.default = members;
