"""Reads a stage-model project from disk into typed, frozen objects."""

from .app import AppDeclaration
from .backup_extension import BackupExtensionDeclaration, BackupExtensionPlace, find_backup_extension
from .fields import Declared
from .json5 import JsonValue, parse_json5
from .module import ExtensionDeclaration, ExtensionMetadata, ModuleDeclaration
from .package_content import app_package
from .packages import ImportResolver, Missing, NativeModule, Resolution, SourceFile, SystemModule
from .project import StageProject, load_project

__all__ = [
    "AppDeclaration",
    "BackupExtensionDeclaration",
    "BackupExtensionPlace",
    "Declared",
    "ExtensionDeclaration",
    "ExtensionMetadata",
    "ImportResolver",
    "JsonValue",
    "Missing",
    "ModuleDeclaration",
    "NativeModule",
    "Resolution",
    "SourceFile",
    "StageProject",
    "SystemModule",
    "app_package",
    "find_backup_extension",
    "load_project",
    "parse_json5",
]
