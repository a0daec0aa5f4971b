"""From the bytes of a file or page to articles with labelled blocks, metadata and stated dates."""
