//! Schemas of what is written otherwise than its Rust type says.

use std::collections::BTreeMap;

use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::FieldTypes;

impl PartialSchema for FieldTypes {
    fn schema() -> RefOr<Schema> {
        BTreeMap::<String, String>::schema()
    }
}

impl ToSchema for FieldTypes {}
