from pptx import Presentation


def test_the_pack_of_an_organisation_is_written_in_the_template_given(installed, tmp_path):
    Presentation().save(tmp_path / "ours.pptx")

    done = installed(
        "pack", "--organisation=valmorel", "--out=pack", "--template=ours.pptx", "--language=en"
    )
    nowhere = installed("pack", "--organisation=nobody", "--out=other")

    assert done.stderr == ""
    assert done.stdout.split() == [f"pack/board-pack.{kind}" for kind in ("pdf", "pptx", "xlsx")]
    slides = Presentation(tmp_path / "pack" / "board-pack.pptx").slides
    assert slides[0].shapes.title.text == "No initiative has been brought in yet"
    assert slides[0].slide_layout.name == "Title and Content"
    assert nowhere.returncode == 1
    assert not (tmp_path / "other").exists()
