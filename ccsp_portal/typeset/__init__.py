"""Printed documents: data set by Typst as accessible PDF, papers converted, packs assembled."""
