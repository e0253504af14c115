"""``@ohos.data.distributedKVStore``: single-version stores on this device, after distributeddatamgr_kv_store."""
