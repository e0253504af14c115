// @ohos.deviceInfo: the API versions follow the device profile, names say that this is an emulated device.

const info = host.call('device.info');
const members = {
  deviceType: 'default', manufacture: 'OpenHarmony', brand: 'OpenHarmony', marketName: 'Emulated device',
  productSeries: 'emulated', productModel: 'emulated', softwareModel: 'emulated', hardwareModel: 'emulated',
  osReleaseType: 'Release', displayVersion: info.osFullName, distributionOSName: 'OpenHarmony', ...info,
};
for (const name of ['udid', 'serial', 'ODID', 'diskSN']) {
  Object.defineProperty(members, name, { get: () => host.notEmulated(`@ohos.deviceInfo.${name}`) });
}
Object.defineProperties(exports, Object.getOwnPropertyDescriptors(members));
exports.default = members;
