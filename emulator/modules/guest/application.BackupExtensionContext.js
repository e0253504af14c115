// What the framework assigns to `context` of a backup extension (app_file_service ext_backup_context_js.cpp over
// ability_ability_runtime js_extension_context.cpp), and to `context` of the module's ability stage.

const { AbilityStageContext, Context, applicationContext, configuration, lazily } = require('@ohos.internal.contexts');

class BackupExtensionContext extends Context {
  constructor() {
    super('module', host.environment.moduleName);
    this.config = configuration();
    lazily(this, 'extensionAbilityInfo', () => host.call('bundle.extension'));
  }

  // The trailing slash is the framework's; areas above EL2 have no backup folder.
  get backupDir() { return this.directory('backupDir'); }
}

exports.Context = Context;
exports.BackupExtensionContext = BackupExtensionContext;
Object.defineProperty(exports, 'applicationContext', { enumerable: true, get: applicationContext });
exports.createContext = () => new BackupExtensionContext();
exports.createStageContext = () => new AbilityStageContext();
