// @ohos.deviceInfo (interface_sdk-js api/@ohos.deviceInfo.d.ts): versions follow the device profile, names say that
// this is an emulated device. What tells one device from another needs a permission or a real device.

const info = host.call('device.info');
const EMULATED = 'emulated';
const members = {
  ...require('@ohos.internal.enums.deviceInfo'),
  deviceType: 'default', manufacture: 'OpenHarmony', brand: 'OpenHarmony', marketName: 'Emulated device',
  productSeries: EMULATED, productModel: EMULATED, productModelAlias: EMULATED, softwareModel: EMULATED, hardwareModel: EMULATED,
  hardwareProfile: EMULATED, bootloaderVersion: EMULATED, abiList: 'arm64-v8a', securityPatchTag: '2026-01-01',
  displayVersion: info.osFullName, incrementalVersion: EMULATED, osReleaseType: 'Release', versionId: `OpenHarmony/${info.osFullName}`,
  buildType: 'default', buildUser: EMULATED, buildHost: EMULATED, buildTime: '1767225600000', buildRootHash: EMULATED,
  sdkMinorApiVersion: 0, sdkPatchApiVersion: 0, distributionOSName: 'OpenHarmony', distributionOSVersion: info.osFullName,
  distributionOSApiName: '', distributionOSReleaseType: 'Release', performanceClass: 0, chipType: EMULATED, bootCount: 1,
  deviceColor: EMULATED, ...info,
  /** @param {string | number} version */
  apiAvailable(version) {
    return Number.parseInt(String(version), 10) <= info.sdkApiVersion;
  },
};
for (const name of ['udid', 'serial', 'ODID', 'diskSN']) {
  Object.defineProperty(members, name, { get: () => host.notEmulated(`@ohos.deviceInfo.${name}`) });
}
Object.defineProperties(exports, Object.getOwnPropertyDescriptors(members));
exports.default = members;
