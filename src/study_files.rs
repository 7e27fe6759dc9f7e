//! Files of the field ⇄ [`Study`](crate::qmethod::Study); the only place where polars stands.
