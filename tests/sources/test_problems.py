"""What is wrong with a source file, on which line, and what was meant."""

from pathlib import Path

import pytest

from crawler.sources import SourceError, SourceErrors, read_source
from tests.sources.writing import SOUND, write

LINES = SOUND.splitlines()


def errors(folder: Path, text: str) -> list[SourceError]:
    with pytest.raises(SourceErrors) as caught:
        read_source(write(folder, text))
    return list(caught.value.errors)


def spoiled(folder: Path, old: str, new: str) -> SourceError:
    assert SOUND.count(old) == 1, old
    found = errors(folder, SOUND.replace(old, new))
    assert len(found) == 1, [str(error) for error in found]
    return found[0]


def line_of(text: str) -> int:
    return LINES.index(text) + 1


def test_sound_file_has_no_problem(tmp_path: Path) -> None:
    assert read_source(write(tmp_path)).source.layouts[1].number[0].of == "title"


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "nearest"),
    [
        ('country = "XX"', 'contry = "XX"', 'country = "XX"', "unknown key 'contry' in the top level", "country"),
        ("delay = 2.0", "delai = 2.0", "delay = 2.0", "unknown key 'delai' in [politeness]", "delay"),
        ("[politeness]", "[politness]", "[politeness]", "unknown key 'politness' in the top level", "politeness"),
        ('aliases = ["www.mfa.example"]', "alias = []", 'aliases = ["www.mfa.example"]', "in [[sites]]", "aliases"),
        ('kind = "page"', 'kind = "page"\nparametre = "p"', None, "in [listings.pagination]", "parameter"),
        ('"datetime" }', '"datetime", patern = "x" }', None, "unknown key 'patern' in [[layouts.date]]", "pattern"),
        ("[kinds]", "[zzz]", "[kinds]", "unknown key 'zzz' in the top level", None),
    ],
)
def test_unknown_keys_are_placed_with_the_nearest_key(
    tmp_path: Path, old: str, new: str, line: str | None, message: str, nearest: str | None
) -> None:
    found = errors(tmp_path, SOUND.replace(old, new, 1))
    unknown = next(error for error in found if "unknown key" in error.message)
    assert message in unknown.message
    assert unknown.nearest == nearest
    if line:
        assert unknown.line == line_of(line)
    else:
        spot = new.partition("\n")[2] or new
        assert unknown.line == next(n for n, t in enumerate(SOUND.replace(old, new).splitlines(), 1) if spot in t)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("delay = 2.0", "delay = -1", "'delay' in [politeness] should be greater than or equal to 0, not -1"),
        ("delay = 2.0", "delay = inf", "'delay' in [politeness] should be a finite number, not inf"),
        ("delay = 2.0", "delay = nan", "'delay' in [politeness]"),
        ("delay = 2.0", 'delay = "slow"', "'delay' in [politeness] should be a valid number"),
        ('title = "h3"', "title = 3", "'title' in [[listings]] should be a valid string, not 3"),
        ('body = "main p"', "body = 7", "'body' in [[layouts]]"),
        ('body = "main p"', "body = [7]", "'body' in [[layouts]]"),
        ('country = "XX"', 'country = "Exampleland"', "'country' in the top level"),
        ("until = 2019-12-31", 'until = "some day"', "'until' in [[layouts]]"),
        ("urls = '/news/\\d+$'", "urls = '/news/(\\d+$'", "'/news/(\\d+$' is not a regular expression"),
        ("pattern = '^No:(?P<value>\\S+)'", "pattern = '^No:(?P<value'", "not a regular expression"),
        ('date_formats = "%d %B %Y"', 'date_formats = "%d %! %Y"', "'%d %! %Y' is not a date format"),
        ('items = "li.news"', 'items = "li..news"', "'li..news' is not a CSS selector"),
        ('items = "li.news"', 'items = ""', "'' is not a CSS selector"),
        ('items = "li.news"', 'items = "li::text"', "'li::text' is not a CSS selector"),
        ('body = [".text p"]', 'body = [".text p", "p:nope(2)"]', "'p:nope(2)' is not a CSS selector"),
        ('requires = "main"', 'requires = "main["', "'main[' is not a CSS selector"),
        ('requires = "main"', 'remove = [".share", "p["]', "'p[' is not a CSS selector"),
        ('requires = "main"', "stop = '['", "'[' is not a regular expression"),
        ('requires = "main"', "urls = '*'", "'*' is not a regular expression"),
        ('css = "time", attr', 'css = "time[", attr', "'time[' is not a CSS selector"),
        ('css = "time", attr = "datetime"', 'attr = "datetime"', "a rule of 'date' in [[layouts]] needs 'css'"),
        ('host = "oslo.mfa.example"', 'host = "www.mfa.example"', "the host 'www.mfa.example' is given twice"),
        ('id = "new"', 'id = "old"', "the layout id 'old' is given twice"),
        ('requires = "main"', "until = 2012-01-01", "'until' is out of order: the layout before it for the same pages"),
        ('"press release" = ', '"Press release" = ', "'Press release' in [kinds] is never found"),
        ('= "press_release"', '= "press-release"', "'press-release' is no kind; there are statement, joint_statement"),
        ('url = "https://{host}/{language}/news"', 'url = "{host}/news"', "'{host}/news' is not an http or https"),
        ('url = "https://{host}/{language}/news"', 'url = "https://[::/news"', "not an address"),
        ('kind = "page"', 'kind = "next"', "a pagination of kind 'next' needs 'css'"),
        ('kind = "page"', 'kind = "offset"', "a pagination of kind 'offset' needs 'step'"),
        ('kind = "page"', 'kind = "page"\ncss = "a.next"', "'css' says nothing in a pagination of kind 'page'"),
        ('kind = "page"', 'kind = "page"\nparameter = ""', "'parameter' must name a query parameter"),
        ('kind = "page"', 'kind = "page"\nurl = "https://{host}/p"', "a pagination's url needs '{n}'"),
    ],
)
def test_bad_values_are_placed(tmp_path: Path, old: str, new: str, message: str) -> None:
    error = spoiled(tmp_path, old, new)
    assert message in error.message
    line = SOUND[: SOUND.index(old)].count("\n") + 1 + new.count("\n")
    header = line - 1 if "pagination of kind 'next' needs" in message or "'offset' needs" in message else line
    assert error.line == header  # what a table lacks stands on its header


@pytest.mark.parametrize(
    ("old", "new", "nearest"),
    [
        ('role = "mission"', 'role = "mision"', "mission"),
        ('timezone = "Europe/Paris"', 'timezone = "Europe/Pariss"', "Europe/Paris"),
        ('timezone = "Europe/Paris"', 'timezone = "europe/pari"', "Europe/Paris"),
        ('kind = "page"', 'kind = "pages"', "page"),
        ('= "press_release"', '= "press_releases"', "press_release"),
        ("{language}/news", "{lang}/news", "language"),
        ("https://{host}/", "https://mfa.exmaple/", "mfa.example"),
        ('items = "li.news"', 'items = "li.news"\nsites = "mision"', "mission"),
        ('requires = "main"', 'requires = "main"\nsites = ["main", "oslo.mfa.exampl"]', "oslo.mfa.example"),
    ],
)
def test_bad_values_name_what_was_meant(tmp_path: Path, old: str, new: str, nearest: str) -> None:
    error = spoiled(tmp_path, old, new)
    assert error.nearest == nearest
    assert str(error).endswith(f"; did you mean '{nearest}'?")
    text = SOUND.replace(old, new).splitlines()
    assert error.line == next(n for n, line in enumerate(text, 1) if new.splitlines()[-1] in line)


def test_missing_keys_stand_on_the_table_that_lacks_them(tmp_path: Path) -> None:
    found = spoiled(tmp_path, 'body = "main p"\n', "")
    header = line_of('id = "new"') - 1
    assert str(found) == f"xx_mfa.toml:{header}: [[layouts]] needs the key 'body'"
    found = spoiled(tmp_path, 'timezone = "Europe/Paris"\n', "")
    assert str(found) == "xx_mfa.toml:1: the top level needs the key 'timezone'"


def test_number_in_a_listing_without_counted_pages_is_refused(tmp_path: Path) -> None:
    text = SOUND.replace("{language}/news", "{language}/news/{n}").replace('kind = "page"', 'kind = "next"\ncss = "a"')
    (error,) = errors(tmp_path, text)
    assert error.message == "'{n}' in a listing's url needs a pagination of kind 'page' or 'offset'"
    assert error.line == line_of('url = "https://{host}/{language}/news"')


def test_two_undated_layouts_with_other_requirements_are_sound(tmp_path: Path) -> None:
    text = SOUND.replace("until = 2019-12-31", 'requires = ".old"')
    assert [layout.requires for layout in read_source(write(tmp_path, text)).source.layouts] == [".old", "main"]


def test_layouts_of_different_sites_need_no_common_order(tmp_path: Path) -> None:
    text = SOUND.replace('requires = "main"', 'sites = "mission"\nuntil = 2012-01-01')
    assert len(read_source(write(tmp_path, text)).source.layouts) == 2


def test_wrong_types_everywhere_are_problems_and_no_traceback(tmp_path: Path) -> None:
    text = (
        "id = 1\nname = []\nsites = {}\nlistings = [1, {url = 2, items = [], pagination = 3}]\nkinds = 1\n"
        "layouts = [{id = [], title = {css = 1}, until = [], sites = 4, body = [[]]}]\n"
        'politeness = "no"\nlanguages = [{}]'
    )
    found = errors(tmp_path, text)
    assert {error.line for error in found} >= {1, 2, 3, 4, 5, 6, 7, 8}
