"""The error numbers of the crypto framework (interface_sdk-js api/@ohos.security.cryptoFramework.d.ts enum Result).

Which step answers which: security_crypto_framework frameworks/crypto_operation and plugin/openssl_plugin.
"""

from __future__ import annotations

from ..api import BusinessError

INVALID_PARAMS = 401
NOT_SUPPORTED = 801
PARAMETER_CHECK_FAILED = 17620003
OPERATION_FAILED = 17630001


def invalid(message: str) -> BusinessError:
    return BusinessError(INVALID_PARAMS, message)


def not_supported(message: str) -> BusinessError:
    return BusinessError(NOT_SUPPORTED, message)


def check_failed(message: str) -> BusinessError:
    return BusinessError(PARAMETER_CHECK_FAILED, message)


def operation_failed(message: str) -> BusinessError:
    return BusinessError(OPERATION_FAILED, message)
