"""Text primitives: decoding, cleaning with an offset map, segmentation, tokens, matching."""
