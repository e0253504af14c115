// @ohos.file.securityLabel (filemanagement_file_api mod_securitylabel).

const { invalid, operation, path } = require('@ohos.internal.arguments');

const LEVELS = ['s0', 's1', 's2', 's3', 's4'];

/** @type {Record<string, any>} */
const members = {};

operation(members, 'setSecurityLabel', 2, 2, ([file, level]) => {
  const target = path(file);
  if (!LEVELS.includes(level)) throw invalid();
  return () => host.call('label.set', target, level) ?? undefined;
});

operation(members, 'getSecurityLabel', 1, 1, ([file]) => {
  const target = path(file);
  return () => host.call('label.get', target);
});

Object.assign(exports, members);
exports.default = members;
