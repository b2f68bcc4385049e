"""Packages by the names they are imported under, and which names are of the standard library.

An import name that stands in neither is unknown: it may be a model's invention, and is never installed unasked.
"""

from __future__ import annotations

import re
import sys

RUNTIME = ("numpy", "scipy", "pandas", "scikit-learn", "PyWavelets", "wfdb", "matplotlib")
"""What generated programs find where they run, without asking for it: the extra ``runtime``."""

# Import names whose package has another name.
_OTHERWISE = {
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python-headless",
    "paho": "paho-mqtt",
    "pywt": "PyWavelets",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}

# Packages that IoT programs usually import under their own name.
_ALIKE = (
    "aiohttp bleak bokeh dash fastapi filterpy flask h5py httpx influxdb joblib keras librosa lightgbm matplotlib mne "
    "neurokit2 numba numpy onnxruntime pandas plotly psutil pyarrow pydantic pymodbus requests scipy seaborn "
    "sounddevice soundfile statsmodels tensorflow torch torchaudio torchvision tqdm wfdb xgboost"
).split()

PACKAGES = {**_OTHERWISE, **{name: name for name in _ALIKE}}
"""Import name -> name on the package index."""

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def is_standard(module: str) -> bool:
    """Whether a dotted module name is of the standard library."""
    return module.partition(".")[0] in sys.stdlib_module_names


def package_of(module: str) -> str:
    """The package that a dotted module name comes from, empty where nobody knows."""
    return PACKAGES.get(module.partition(".")[0], "")


def known_package(name: str) -> str:
    """The package of this name in its usual spelling, also by its import name; empty where nobody knows it."""
    spelled = {normal(package): package for package in PACKAGES.values()}
    return PACKAGES.get(name) or spelled.get(normal(name), "")


def is_name(text: str) -> bool:
    """Whether a text can be the name of a package (PEP 508): no option, path, address or version."""
    return _NAME.fullmatch(text) is not None


def normal(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
