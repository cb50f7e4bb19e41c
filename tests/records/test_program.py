from pathlib import Path

from records.program import program_of


def test_bytes_names_and_libraries_count_and_the_order_of_files_does_not(tmp_path: Path) -> None:
    one, other = tmp_path / "one.py", tmp_path / "other.txt"
    one.write_bytes(b"x = 1\n")
    other.write_bytes(b"\xff")
    made = program_of([one, other])
    assert program_of([other, one]) == made
    assert program_of([one, other], ["numpy"]) not in (made, program_of([one, other], ["pandas"]))
    one.write_bytes(b"x = 2\n")
    changed = program_of([one, other])
    renamed = one.rename(tmp_path / "two.py")
    assert len({made, changed, program_of([renamed, other]), program_of([renamed])}) == 4
