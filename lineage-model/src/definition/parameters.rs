use std::collections::HashMap;

use super::Parameter;
use super::parse::{Parser, excerpt};
use crate::Code;
use crate::json::Value;

impl<'t> Parser<'t> {
    /// Reads the parameters that the definition declares.
    pub(super) fn parameters(&mut self, root: Value<'t>) {
        let Some(list) = root.get("Parameters").filter(|list| !list.is_null()) else { return };
        if !list.is_array() {
            self.report(Code::Malformed, list, || "'Parameters' is not a list; it was left out".to_owned());
        }
        let mut declared: HashMap<&'t str, usize> = HashMap::new();
        for parameter in list.items() {
            let Some(name) = parameter.str("Name") else {
                self.report(Code::Malformed, parameter, || "a parameter has no 'Name'; it was left out".to_owned());
                continue;
            };
            let read = Parameter {
                name: name.to_owned(),
                parameter_type: parameter.str("Type").map(str::to_owned),
                default: parameter.get("DefaultValue").and_then(Value::as_scalar).map(str::to_owned),
            };
            let earlier = declared.get(name).copied();
            match earlier.and_then(|at| self.definition.parameters.get_mut(at)) {
                Some(earlier) => {
                    *earlier = read;
                    self.report(Code::DuplicateName, parameter, || {
                        format!("the parameter '{}' is declared twice; the last declaration counts", excerpt(name))
                    });
                }
                None => {
                    declared.insert(name, self.definition.parameters.len());
                    self.definition.parameters.push(read);
                }
            }
        }
        self.parameters = declared.into_keys().collect();
    }
}
