// @ohos.process: who the process is. What would end or start one is not emulated.

/** @type {Record<string, any>} */
const members = {
  get pid() { return host.call('process.info').pid; },
  get tid() { return host.call('process.info').pid; },
  get uid() { return host.call('process.info').uid; },
  get euid() { return host.call('process.info').uid; },
  get gid() { return host.call('process.info').gid; },
  get egid() { return host.call('process.info').gid; },
  uptime: () => host.call('process.info').uptime,
  is64Bit: () => true,
  isAppUid: (/** @type {number} */ uid) => uid % 200000 >= 20000,
};
for (const name of ['ProcessManager', 'runCmd', 'abort', 'exit', 'kill', 'on', 'off', 'chdir', 'cwd', 'ppid', 'isIsolatedProcess']) {
  members[name] = host.notEmulated(`@ohos.process.${name}`);
}
Object.defineProperties(exports, Object.getOwnPropertyDescriptors(members));
exports.default = members;
