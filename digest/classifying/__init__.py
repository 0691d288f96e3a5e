"""Which region an article belongs to, and on what evidence. Pure: no I/O after construction."""

from digest.classifying.classifier import Classifier, build_classifier

__all__ = ["Classifier", "build_classifier"]
