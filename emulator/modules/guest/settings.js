// @ohos.settings (applications_settings napi/settings): a table of the device, domain by domain. Whether the app may
// write a setting is not checked; pages of the settings app are not emulated.

const FONT_SCALE_RENAMED_AFTER = 20;

/** @param {string} group @param {string[]} names */
const keys = (group, names) => Object.freeze(Object.fromEntries(names.map((name) => [name, `settings.${group}.${name.toLowerCase()}`])));

const domainName = Object.freeze({ DEVICE_SHARED: 'global', USER_PROPERTY: 'system', USER_SECURITY: 'secure' });
const DOMAINS = Object.values(domainName);

const tts = keys('tts', ['DEFAULT_TTS_PITCH', 'DEFAULT_TTS_RATE', 'DEFAULT_TTS_SYNTH', 'ENABLED_TTS_PLUGINS']);
const groups = {
  domainName,
  date: keys('date', ['DATE_FORMAT', 'TIME_FORMAT', 'AUTO_GAIN_TIME', 'AUTO_GAIN_TIME_ZONE']),
  display: Object.freeze({
    ...keys('display', [
      'SCREEN_BRIGHTNESS_STATUS', 'AUTO_SCREEN_BRIGHTNESS', 'SCREEN_OFF_TIMEOUT', 'DEFAULT_SCREEN_ROTATION',
      'ANIMATOR_DURATION_SCALE', 'TRANSITION_ANIMATION_SCALE', 'WINDOW_ANIMATION_SCALE', 'DISPLAY_INVERSION_STATUS',
    ]),
    FONT_SCALE: host.environment.api > FONT_SCALE_RENAMED_AFTER ? 'font_scale' : 'settings.display.font_scale',
    AUTO_SCREEN_BRIGHTNESS_MODE: 1,
    MANUAL_SCREEN_BRIGHTNESS_MODE: 0,
  }),
  general: keys('general', [
    'SETUP_WIZARD_FINISHED', 'END_BUTTON_ACTION', 'ACCELEROMETER_ROTATION_STATUS', 'AIRPLANE_MODE_STATUS', 'DEVICE_PROVISION_STATUS',
    'HDC_STATUS', 'BOOT_COUNTING', 'CONTACT_METADATA_SYNC_STATUS', 'DEVELOPMENT_SETTINGS_STATUS', 'DEVICE_NAME', 'USB_STORAGE_STATUS',
    'DEBUGGER_WAITING', 'DEBUG_APP_PACKAGE', 'ACCESSIBILITY_STATUS', 'ACTIVATED_ACCESSIBILITY_SERVICES', 'GEOLOCATION_ORIGINS_ALLOWED',
    'SKIP_USE_HINTS', 'TOUCH_EXPLORATION_STATUS',
  ]),
  input: Object.freeze({
    ...keys('input', [
      'DEFAULT_INPUT_METHOD', 'ACTIVATED_INPUT_METHODS', 'SELECTOR_VISIBILITY_FOR_INPUT_METHOD', 'AUTO_CAPS_TEXT_INPUT',
      'AUTO_PUNCTUATE_TEXT_INPUT', 'AUTO_REPLACE_TEXT_INPUT', 'SHOW_PASSWORD_TEXT_INPUT',
    ]),
    ACTIVATED_INPUT_METHOD_SUB_MODE: 'settings.input.activated_input_method_submode',
  }),
  network: keys('network', ['DATA_ROAMING_STATUS', 'HTTP_PROXY_CFG', 'NETWORK_PREFERENCE_USAGE']),
  phone: keys('phone', ['RTT_CALLING_STATUS']),
  sound: keys('sound', [
    'VIBRATE_WHILE_RINGING', 'DEFAULT_ALARM_ALERT', 'DTMF_TONE_TYPE_WHILE_DIALING', 'DTMF_TONE_WHILE_DIALING', 'AFFECTED_MODE_RINGER_STREAMS',
    'AFFECTED_MUTE_STREAMS', 'DEFAULT_NOTIFICATION_SOUND', 'DEFAULT_RINGTONE', 'SOUND_EFFECTS_STATUS', 'VIBRATE_STATUS', 'HAPTIC_FEEDBACK_STATUS',
  ]),
  TTS: tts,
  tts,
  wireless: Object.freeze({
    ...keys('wireless', [
      'BLUETOOTH_DISCOVER_TIMEOUT', 'AIRPLANE_MODE_RADIOS', 'BLUETOOTH_STATUS', 'BLUETOOTH_RADIO', 'CELL_RADIO', 'NFC_RADIO', 'WIFI_RADIO',
      'OWNER_LOCKDOWN_WIFI_CFG', 'WIFI_DHCP_MAX_RETRY_COUNT', 'WIFI_TO_MOBILE_DATA_AWAKE_TIMEOUT', 'WIFI_STATUS', 'WIFI_WATCHDOG_STATUS',
    ]),
    BLUETOOTH_DISCOVER_ABILITY_STATUS: 'settings.wireless.bluetooth_discoverability_status',
  }),
};

/** Observers by domain and name. @type {Map<string, Function>} */
const observers = new Map();

/** @param {unknown} given undefined and a callback stand for the device's domain @returns {string | undefined} */
function domain(given) {
  if (given === undefined || typeof given === 'function') return domainName.DEVICE_SHARED;
  return DOMAINS.find((known) => known === given);
}

/** @param {any} context @param {string} capability of the model before stages, which has a data ability helper */
function stageContext(context, capability) {
  if (!Array.isArray(context?.place)) host.notEmulated(`@ohos.settings.${capability} with a DataAbilityHelper`)();
}

/** @param {string} where @param {unknown} name @param {unknown} value */
function write(where, name, value) {
  host.call('settings.set', where, String(name), String(value));
  const observer = observers.get(`${where}/${name}`);
  if (observer) host.later(() => observer(undefined, undefined));
  return true;
}

/** @param {string} where @param {unknown} name @returns {string} an empty value counts as absent */
const read = (where, name) => host.call('settings.get', where, String(name)) ?? '';

const members = {
  ...groups,
  /** @param {any} context @param {string} name @param {string} otherwise @param {string} [given] */
  getValueSync(context, name, otherwise, given) {
    stageContext(context, 'getValueSync');
    const where = domain(given);
    return where && (read(where, name) || otherwise);
  },
  /** @param {any} context @param {string} name @param {string} value @param {string} [given] */
  setValueSync(context, name, value, given) {
    stageContext(context, 'setValueSync');
    const where = domain(given);
    return where && write(where, name, value);
  },
  // A missing setting rejects with undefined, or gives the callback an error without a number.
  /** @param {any[]} args context, name, then a callback or a domain */
  getValue(...args) {
    stageContext(args[0], 'getValue');
    const where = domain(args[2]);
    if (where === undefined) return undefined;
    const wanted = typeof args[2] === 'function' ? new Error('async call failed') : undefined;
    return host.threeForms(args, 3, () => {
      const value = host.call('settings.get', where, String(args[1]));
      if (value === null) throw wanted;
      return value;
    });
  },
  /** @param {any[]} args context, name, value, then a callback or a domain */
  setValue(...args) {
    stageContext(args[0], 'setValue');
    const where = domain(args[3]);
    return where && host.threeForms(args, 4, () => write(where, args[1], args[2]));
  },
  /** @param {any} context @param {string} name @param {string} given @param {Function} observer */
  registerKeyObserver(context, name, given, observer) {
    stageContext(context, 'registerKeyObserver');
    const where = domain(given);
    if (where === undefined || typeof observer !== 'function' || observers.has(`${where}/${name}`)) return false;
    observers.set(`${where}/${name}`, observer);
    return true;
  },
  /** @param {any} context @param {string} name @param {string} given */
  unregisterKeyObserver(context, name, given) {
    stageContext(context, 'unregisterKeyObserver');
    return observers.delete(`${domain(given)}/${name}`);
  },
};
Object.assign(exports, members);
exports.default = members;
