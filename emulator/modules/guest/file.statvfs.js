// @ohos.file.statvfs (filemanagement_file_api mod_statvfs): sizes in bytes.

const { operation, path } = require('@ohos.internal.arguments');

/** @type {Record<string, any>} */
const members = {};
for (const [name, key] of [['getFreeSize', 'free'], ['getTotalSize', 'total']]) {
  operation(members, name, 1, 1, ([folder]) => {
    const target = path(folder);
    return () => host.call('fs.space', target)[key];
  });
}
Object.assign(exports, members);
exports.default = members;
