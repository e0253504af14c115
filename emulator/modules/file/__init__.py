"""``@ohos.file.*``: the behaviour of openharmony/filemanagement_file_api on the emulated filesystem."""
