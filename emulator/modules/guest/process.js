// @ohos.process: who the process is. What would end or start one is not emulated.

/** @type {Record<string, any>} */
const members = {
  get pid() { return host.call('process.info').pid; },
  get tid() { return host.call('process.info').pid + host.threads.number; },
  get uid() { return host.call('process.info').uid; },
  get euid() { return host.call('process.info').uid; },
  get gid() { return host.call('process.info').gid; },
  get egid() { return host.call('process.info').gid; },
  uptime: () => host.call('process.info').uptime,
  /** The process that every app's process descends from. */
  ppid: 1,
  groups: [],
  is64Bit: () => true,
  isIsolatedProcess: () => false,
  cwd: () => '/',
  /** Milliseconds since the device started, which it did with the clock; nothing here tells computing from waiting. */
  getStartRealtime: () => 0,
  getPastCpuTime: () => host.call('process.info').uptime * 1000,
  /** The process is given no variables. */
  getEnvironmentVar: () => undefined,
  /** js_process.cpp: FIRST_APPLICATION_UID, LAST_APPLICATION_UID. */
  isAppUid: (/** @type {number} */ uid) => uid % 100000 >= 10000 && uid % 100000 <= 65535,
};

class ProcessManager {
  /** @param {number} uid */
  isAppUid(uid) { return members.isAppUid(uid); }
  /** @param {string} name */
  getEnvironmentVar(name) { return members.getEnvironmentVar(name); }
}
members.ProcessManager = ProcessManager;
for (const name of ['getUidForName', 'getThreadPriority', 'getSystemConfig', 'exit', 'kill']) {
  /** @type {any} */ (ProcessManager.prototype)[name] = host.notEmulated(`@ohos.process.ProcessManager.${name}`);
}
for (const name of ['runCmd', 'abort', 'exit', 'kill', 'on', 'off', 'chdir', 'getUidForName', 'getThreadPriority', 'getSystemConfig']) {
  members[name] = host.notEmulated(`@ohos.process.${name}`);
}
Object.defineProperties(exports, Object.getOwnPropertyDescriptors(members));
exports.default = members;
