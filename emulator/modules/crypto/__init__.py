"""``@ohos.security.cryptoFramework``: digests, codes, ciphers, keys and derivation, on the ``cryptography`` package."""
