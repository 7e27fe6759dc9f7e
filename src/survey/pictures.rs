//! Pictures on cards.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The largest picture that is taken, in bytes: the page gets all of them at once.
pub const LARGEST_PICTURE: usize = 300_000;

/// A picture as a `data:` address; none if the bytes are no picture of a kind that every browser shows, or too many.
pub fn picture(bytes: &[u8]) -> Option<String> {
    let kind = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xff, 0xd8, 0xff, ..] => "jpeg",
        [b'G', b'I', b'F', b'8', ..] => "gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "webp",
        _ => return None,
    };
    (bytes.len() <= LARGEST_PICTURE)
        .then(|| format!("data:image/{kind};base64,{}", STANDARD.encode(bytes)))
}
