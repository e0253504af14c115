"""Text in encodings that the guest's own JavaScript does not have."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

from ..runtime.api import ExtensionEnvironment
from .api import BusinessError, HostFunction

CODECS = {
    "utf-8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "gb2312": "gbk",
    "gbk": "gbk",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift_jis": "shift_jis",
    "euc-jp": "euc_jp",
    "euc-kr": "euc_kr",
    "iso-2022-jp": "iso2022_jp",
    "ibm866": "cp866",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15)},
    **{f"windows-{page}": f"cp{page}" for page in (874, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258)},
}
"""The encodings that util.TextDecoder documents (interface_sdk-js api/@ohos.util.d.ts) and Python has."""

PARAMETER_ERROR = 401


def codec(encoding: str) -> str:
    """Python's name. Raises BusinessError 401 as the device does for an encoding it does not know."""
    name = CODECS.get(encoding.lower().replace("utf8", "utf-8"))
    if name is None:
        raise BusinessError(
            PARAMETER_ERROR, "Parameter error. Wrong encoding format, only support formats in the document."
        )
    return name


class TextModule:
    """Behind TextEncoder and TextDecoder. Unfinished bytes of a streamed text wait under the decoder's number."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._decoders: dict[int, codecs.IncrementalDecoder] = {}
        self.host_functions: Mapping[str, HostFunction] = {
            "text.encode": self.encode,
            "text.decode": self.decode,
            "text.openDecoder": self.open_decoder,
        }

    def close(self) -> None:
        self._decoders.clear()

    def encode(self, text: str, encoding: str) -> bytes:
        return text.encode(codec(encoding), "replace")

    def open_decoder(self, encoding: str, fatal: bool) -> int:
        number = len(self._decoders) + 1
        self._decoders[number] = codecs.getincrementaldecoder(codec(encoding))("strict" if fatal else "replace")
        return number

    def decode(self, decoder: int, more_follows: bool, data: bytes) -> str:
        """Raises BusinessError 401 when the decoder is fatal and the bytes are wrong."""
        decode = self._decoders[decoder]
        try:
            text = decode.decode(data, final=not more_follows)
        except UnicodeDecodeError as error:
            decode.reset()
            raise BusinessError(PARAMETER_ERROR, "Parameter error. The input is not valid text.") from error
        if not more_follows:
            decode.reset()
        return text
