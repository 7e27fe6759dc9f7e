//! What a cell's last expression shows where its type says nothing of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::io::Write;
use std::ops::{Range, RangeInclusive};

/// The types of the standard library as evcxr shows them. It tries `evcxr_display` first, and where a type has none compiles the cell once more: this
/// spares the second time. Types that lead to another one (`Box`, `Arc`) are left out, for the other may have an `evcxr_display` of its own.
#[doc(hidden)]
pub trait Show {
    fn evcxr_display(&self);
}

/// Stands beside [`Show`] where evcxr is to show these types itself: between two equal methods the compiler has no choice, and evcxr takes its own.
#[doc(hidden)]
pub trait ShowAlike {
    fn evcxr_display(&self);
}

impl<T: Show + ?Sized> ShowAlike for T {
    fn evcxr_display(&self) {}
}

fn show(value: &dyn Debug) {
    let block = format!("EVCXR_BEGIN_CONTENT text/plain\n{value:?}\nEVCXR_END_CONTENT\n");
    // The kernel has gone if this fails, and the cell with it.
    let _ = std::io::stdout().lock().write_all(block.as_bytes());
}

/// There is nothing to see of it.
impl Show for () {
    fn evcxr_display(&self) {}
}

macro_rules! shown {
    ($($kind:ty),*) => { $(impl Show for $kind {
        fn evcxr_display(&self) {
            show(&self);
        }
    })* };
    ($($name:ident)*; $kind:ty) => { impl<$($name: Debug),*> Show for $kind {
        fn evcxr_display(&self) {
            show(&self);
        }
    } };
}

shown!(bool, char, str, String, f32, f64);
shown!(i8, i16, i32, i64, i128, isize);
shown!(u8, u16, u32, u64, u128, usize);
shown!(T; [T]);
shown!(T; Vec<T>);
shown!(T; VecDeque<T>);
shown!(T; Option<T>);
shown!(T; Range<T>);
shown!(T; RangeInclusive<T>);
shown!(T E; Result<T, E>);
shown!(T; BTreeSet<T>);
shown!(K V; BTreeMap<K, V>);
shown!(A; (A,));
shown!(A B; (A, B));
shown!(A B C; (A, B, C));
shown!(A B C D; (A, B, C, D));
shown!(A B C D E; (A, B, C, D, E));

impl<T: Debug, const N: usize> Show for [T; N] {
    fn evcxr_display(&self) {
        show(self);
    }
}

impl<T: Debug, S> Show for HashSet<T, S> {
    fn evcxr_display(&self) {
        show(self);
    }
}

impl<K: Debug, V: Debug, S> Show for HashMap<K, V, S> {
    fn evcxr_display(&self) {
        show(self);
    }
}
