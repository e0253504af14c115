"""``@ohos.zlib``: openharmony/bundlemanager_bundle_framework interfaces/kits/js/zip on the emulated filesystem."""
