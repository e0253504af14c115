"""``@ohos.data.preferences``: the behaviour of openharmony/distributeddatamgr_preferences, XML storage."""
