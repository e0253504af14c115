// @ohos.application.BackupExtensionAbility: the base class as the framework ships it (app_file_service
// interfaces/api/js/napi/backup_ext/backup_extension_ability.js). It has no onBackupEx, so super.onBackupEx() throws.

class BackupExtensionAbility {
  onBackup() { console.log(); }

  /** @param {unknown} bundleVersion */
  onRestore(bundleVersion) { console.log(bundleVersion); }

  getBackupInfo() { console.log(); }

  /** @param {unknown} _bundleVersion @param {string} _restoreInfo */
  onRestoreEx(_bundleVersion, _restoreInfo) { console.log(); }

  onProcess() { console.log(); }

  /** @param {number} _scenario */
  onRelease(_scenario) { console.log(); }

  /** @param {string} _extInfo */
  getBackupCompatibilityInfo(_extInfo) { console.log(); }

  /** @param {string} _extInfo */
  getRestoreCompatibilityInfo(_extInfo) { console.log(); }
}

exports.default = BackupExtensionAbility;
