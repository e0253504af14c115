"""Relational stores: SQLite databases of the app, behind ``@ohos.data.relationalStore`` and ``@ohos.data.rdb``."""
