"""Many equal texts as numbers: counting by them costs a fraction of counting by the texts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Codes:
    """A column as places in its values."""

    numbers: npt.NDArray[np.int64]
    """-1 where the value is unknown."""
    values: pa.Array
    """Sorted, each once."""

    def taken(self, rows: npt.NDArray[np.int64]) -> "Codes":
        """The column at these rows."""
        return Codes(self.numbers[rows], self.values)


def codes_of(column: pa.ChunkedArray | pa.Array) -> Codes:
    """The numbers follow the order of the values."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = whole.dictionary_encode()
    order = pc.sort_indices(coded.dictionary).to_numpy()
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    place[-1] = -1
    return Codes(
        place[coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)], coded.dictionary.take(pa.array(order))
    )
