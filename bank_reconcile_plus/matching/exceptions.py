"""What can be wrong with what the engine is given."""


class MatchingError(Exception):
    """Base of everything this package raises."""


class MappingPatternError(MatchingError):
    """A text mapping's regular expression cannot be read.

    :ivar mapping_id: the mapping to correct
    """

    def __init__(self, mapping_id: int | str, pattern: str, reason: str):
        super().__init__(f"Text mapping {mapping_id}: the pattern {pattern!r} cannot be read: {reason}")
        self.mapping_id = mapping_id
        self.pattern = pattern
        self.reason = reason
