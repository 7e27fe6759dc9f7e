//! The cells' output stream, parted.

use proptest::prelude::*;
use quincunx::rust_cell::filter::{COMPLETE, Filter, PANICKED, Piece, RETURNED_ERROR};

fn text(text: &str) -> Piece {
    Piece::Text(text.to_owned())
}

fn control(line: &str) -> Piece {
    Piece::Control(line.to_owned())
}

fn block(media_type: &str, content: &str) -> Piece {
    Piece::Block {
        media_type: media_type.to_owned(),
        content: content.to_owned(),
    }
}

/// The pieces of `bytes` given in chunks of `size`, texts joined.
fn parted(bytes: &[u8], size: usize) -> Vec<Piece> {
    let mut filter = Filter::default();
    let mut pieces: Vec<Piece> = Vec::new();
    for chunk in bytes.chunks(size) {
        pieces.extend(filter.push(chunk));
    }
    pieces.extend(filter.finish());
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(new)) => before.push_str(&new),
            (_, piece) => joined.push(piece),
        }
    }
    joined
}

#[test]
fn a_control_line_is_found_after_unfinished_text() {
    for line in [COMPLETE, PANICKED, RETURNED_ERROR] {
        let stream = format!("late{line}\n");
        assert_eq!(
            parted(stream.as_bytes(), stream.len()),
            [text("late"), control(line)]
        );
    }
}

#[test]
fn chunks_of_any_size_give_the_same_pieces() {
    let stream = "one\ntwö EVCXR not a line\nEVCXR_\nEVCXR_BEGIN_CONTENT text/html\n<b>\n</b>\n\
                  EVCXR_END_CONTENT\nxEVCXR_BEGIN_CONTENT text/html\nsecond\nEVCXR_END_CONTENT\n\
                  EVCXR_INPUT_REQUEST:At 12:30?\nrestEVCXR_EXECUTION_COMPLETE\nafter";
    let expected = [
        text("one\ntwö EVCXR not a line\nEVCXR_\n"),
        block("text/html", "<b>\n</b>"),
        text("x"),
        block("text/html", "second"),
        control("EVCXR_INPUT_REQUEST:At 12:30?"),
        text("rest"),
        control(COMPLETE),
        text("after"),
    ];
    for size in 1..=stream.len() {
        assert_eq!(
            parted(stream.as_bytes(), size),
            expected,
            "chunks of {size}"
        );
    }
}

#[test]
fn text_leaves_at_once_unless_it_may_become_a_control_line() {
    let mut filter = Filter::default();
    assert_eq!(filter.push(b"50 %"), [text("50 %")]);
    assert_eq!(filter.push(b" EVCX"), [text(" ")]);
    assert_eq!(filter.push(b"EL"), [text("EVCXEL")]);
    assert_eq!(filter.push(b"\n"), [text("\n")]);
}

#[test]
fn a_panic_cuts_a_block_short() {
    let stream = format!("EVCXR_BEGIN_CONTENT text/html\n<b>half\n{PANICKED}\n{COMPLETE}\n");
    assert_eq!(
        parted(stream.as_bytes(), 7),
        [text("<b>half\n"), control(PANICKED), control(COMPLETE)]
    );
}

#[test]
fn bytes_that_are_no_text_are_shown_as_such() {
    assert_eq!(
        parted(b"a\xff\xc3\xa4\xf0\x9f", 3),
        [text("a\u{fffd}ä\u{fffd}")]
    );
}

proptest! {
    #[test]
    fn no_text_is_lost(pieces in proptest::collection::vec("[a-zEVCXR_ä\n]{0,12}", 0..20)) {
        let whole = pieces.concat();
        let mut filter = Filter::default();
        let mut out = Vec::new();
        for piece in &pieces {
            out.extend(filter.push(piece.as_bytes()));
        }
        out.extend(filter.finish());
        let joined: String = out.into_iter().map(|piece| match piece {
            Piece::Text(text) => text,
            other => panic!("{other:?} in {whole:?}"),
        }).collect();
        prop_assert_eq!(joined, whole);
    }
}
