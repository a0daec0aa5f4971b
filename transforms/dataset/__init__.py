"""What only the whole dataset can tell: revisions, copies, entities and utterances across articles, and integrity."""
