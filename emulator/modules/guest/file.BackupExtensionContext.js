// @ohos.file.BackupExtensionContext: only a type for apps; the class is there for instanceof.

exports.default = require('application.BackupExtensionContext').BackupExtensionContext;
