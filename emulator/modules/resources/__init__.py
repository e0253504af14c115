"""The resources of an app's modules, as its code reads them through ``@ohos.resourceManager``."""
