def share(numbers, part):
    """The number that so great a part of them is not above."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
