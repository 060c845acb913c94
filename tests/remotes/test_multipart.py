from email import message_from_bytes
from email.policy import HTTP

from fillbook.remotes.multipart import FormFile, content_type, form


def test_a_form_is_read_back_as_it_was_written():
    picture = FormFile("file", "entry.png", "image/png", b"\x89PNG\r\n\x1a\n--not-it")

    body = form([("label", "Entry é"), ("sort_order", "2")], picture, "b0undary")

    head = f"Content-Type: {content_type('b0undary')}\r\n\r\n".encode()
    label, order, file = message_from_bytes(head + body, policy=HTTP).iter_parts()
    assert label.get_param("name", header="content-disposition") == "label"
    assert label.get_payload(decode=True) == "Entry é".encode()
    assert order.get_payload(decode=True) == b"2"
    assert file.get_filename() == "entry.png"
    assert file.get_content_type() == "image/png"
    assert file.get_payload(decode=True) == picture.content
