use std::collections::HashSet;
use std::rc::Rc;

use sqlparser::ast::{
    AccessExpr, ExcludeSelectItem, Expr, Ident, IdentWithAlias, ObjectName, RenameSelectItem,
    SelectItemQualifiedWildcardKind, WildcardAdditionalOptions,
};

use crate::{DiagnosticCode, SqlDiagnostic};

use super::Resolver;
use super::budget::COPY;
use super::deps::{Deps, How};
use super::fields::fields;
use super::names::{Name, Symbol};
use super::relation::{Column, Item, Star};
use super::scope::Scope;

impl Resolver<'_> {
    /// All columns of a scope, in order: of tables that are joined first those that the joins made one of several.
    pub(super) fn all_columns(&mut self, scope: &Scope<'_>) -> Vec<Item> {
        let all: usize = scope.relations.iter().map(|named| named.relation.items.len()).sum();
        if !self.spend((COPY + scope.merged.len()) * all + COPY * scope.merged.len()) {
            return Vec::new();
        }
        let mut items: Vec<Item> = Vec::with_capacity(all);
        let mut begin = 0;
        let rest = [(scope.relations.len(), if scope.groups.is_empty() { scope.merged.clone() } else { Vec::new() })];
        for (end, merged) in scope.groups.iter().chain(&rest) {
            items.extend(merged.iter().cloned().map(Item::Column));
            let keys: Vec<Symbol> = merged.iter().map(|column| column.name.key).collect();
            for named in scope.relations.get(begin..*end).unwrap_or_default() {
                let own = named.relation.items.clone();
                items.extend(if keys.is_empty() { own } else { hide(own, &keys) });
            }
            begin = *end;
        }
        items
    }

    /// All columns of what stands before `.*`.
    pub(super) fn columns_of(&mut self, kind: &SelectItemQualifiedWildcardKind, scope: &Scope<'_>) -> Vec<Item> {
        let idents: Vec<Ident> = match kind {
            SelectItemQualifiedWildcardKind::ObjectName(name) => super::from::idents(name),
            SelectItemQualifiedWildcardKind::Expr(expr) => match bare(expr) {
                Some(idents) => idents,
                None => {
                    let deps = self.of(expr, scope);
                    return vec![Item::Column(Column { name: self.names.quoted("*"), deps })];
                }
            },
        };
        let parts: Vec<Name> = idents.iter().map(|ident| self.names.name(ident)).collect();
        self.spend(scope.chain().map(Scope::width).sum());
        if let Some(named) = scope.qualified(&parts) {
            let is_too_much = !self.spend(COPY * named.relation.items.len());
            return if is_too_much { Vec::new() } else { named.relation.items.clone() };
        }
        // The fields of a column.
        let mut deps = Deps::default();
        self.column(&idents, scope, How::IDENTITY.direct(crate::Direct::Transformation), &mut deps);
        let deps = deps.finish();
        if let [dep] = &*deps
            && let Some(kind) = self.session.structs.get(&dep.source)
        {
            let column = self.names.source_of(dep.source).map_or("", |(_, column)| column);
            let is_column = |ident: &&Ident| !ident.value.eq_ignore_ascii_case(column);
            let path: Vec<&str> =
                idents.iter().skip_while(is_column).skip(1).map(|ident| ident.value.as_str()).collect();
            let names: Vec<String> = fields(kind, &path).into_iter().map(str::to_owned).collect();
            if !names.is_empty() {
                let column = |name: String| Column { name: self.names.quoted(&name), deps: Rc::clone(&deps) };
                return names.into_iter().map(column).map(Item::Column).collect();
            }
        }
        let text: Vec<&str> = parts.iter().map(|part| self.names.text(part.exact)).collect();
        let message = format!("the star stands for fields of {} that are not known", text.join("."));
        let diagnostic = SqlDiagnostic::new(DiagnosticCode::UnexpandedStar, message);
        self.diagnostics.push(match idents.first() {
            Some(ident) => diagnostic.at(super::names::position(ident)),
            None => diagnostic,
        });
        vec![Item::Column(Column { name: self.names.quoted("*"), deps })]
    }

    /// Columns as the words behind a star change them.
    pub(super) fn starred(
        &mut self,
        mut items: Vec<Item>,
        options: &WildcardAdditionalOptions,
        scope: &Scope<'_>,
    ) -> Vec<Item> {
        let start = options.wildcard_token.0.span.start;
        if let (Ok(line), Ok(column)) = (u32::try_from(start.line), u32::try_from(start.column)) {
            for item in &mut items {
                if let Item::Star(star) = item {
                    star.position = crate::Position { line, column };
                }
            }
        }
        if let Some(exclude) = &options.opt_exclude {
            items = self.without(items, &excluded(exclude));
        }
        if let Some(except) = &options.opt_except {
            let names: Vec<&Ident> =
                std::iter::once(&except.first_element).chain(&except.additional_elements).collect();
            items = self.without(items, &names);
        }
        if let Some(like) = &options.opt_ilike {
            let wanted = like.pattern.to_lowercase();
            if !self.spend(items.len() * wanted.len()) {
                return items;
            }
            items.retain(|item| match item {
                Item::Column(column) => is_like(self.names.text(column.name.key), &wanted),
                Item::Star(_) => true,
            });
        }
        for element in options.opt_replace.iter().flat_map(|replace| &replace.items) {
            self.spend(items.len());
            let deps = self.of(&element.expr, scope);
            let name = self.names.name(&element.column_name);
            let place =
                items.iter().position(|item| matches!(item, Item::Column(column) if column.name.key == name.key));
            let column = Item::Column(Column { name, deps });
            match place.and_then(|place| items.get_mut(place)) {
                Some(item) => *item = column,
                None => {
                    items = hide(items, &[name.key]);
                    items.push(column);
                }
            }
        }
        let renames: &[_] = match &options.opt_rename {
            Some(RenameSelectItem::Single(one)) => std::slice::from_ref(one),
            Some(RenameSelectItem::Multiple(several)) => several,
            None => &[],
        };
        self.renamed_columns(items, renames, scope)
    }

    /// Columns of which some have other names.
    pub(super) fn renamed_columns(
        &mut self,
        mut items: Vec<Item>,
        renames: &[IdentWithAlias],
        scope: &Scope<'_>,
    ) -> Vec<Item> {
        for rename in renames {
            self.spend(items.len());
            let (old, name) = (self.names.name(&rename.ident), self.names.name(&rename.alias));
            let mut found = false;
            for item in &mut items {
                if let Item::Column(column) = item
                    && column.name.key == old.key
                {
                    column.name = name;
                    found = true;
                }
            }
            if !found {
                let mut deps = Deps::default();
                self.column(std::slice::from_ref(&rename.ident), scope, How::IDENTITY, &mut deps);
                items = hide(items, &[old.key]);
                items.push(Item::Column(Column { name, deps: deps.finish() }));
            }
        }
        items
    }

    /// Columns but some.
    pub(super) fn without(&mut self, items: Vec<Item>, names: &[&Ident]) -> Vec<Item> {
        if !self.spend(items.len() * names.len()) {
            return items;
        }
        let keys: Vec<Symbol> = names.iter().map(|name| self.names.name(name).key).collect();
        hide(items, &keys)
    }
}

/// The columns that EXCLUDE names.
pub(super) fn excluded(exclude: &ExcludeSelectItem) -> Vec<&Ident> {
    let names: &[ObjectName] = match exclude {
        ExcludeSelectItem::Single(one) => std::slice::from_ref(one),
        ExcludeSelectItem::Multiple(several) => several,
    };
    names.iter().filter_map(|name| name.0.last().and_then(|part| part.as_ident())).collect()
}

/// The identifiers that an expression is, in parentheses or not.
fn bare(expr: &Expr) -> Option<Vec<Ident>> {
    match expr {
        Expr::Nested(inner) => bare(inner),
        Expr::Identifier(ident) => Some(vec![ident.clone()]),
        Expr::CompoundIdentifier(idents) => Some(idents.clone()),
        Expr::CompoundFieldAccess { root, access_chain } => {
            let mut idents = bare(root)?;
            for access in access_chain {
                let AccessExpr::Dot(Expr::Identifier(ident)) = access else { return None };
                idents.push(ident.clone());
            }
            Some(idents)
        }
        _ => None,
    }
}

/// Columns but those of some keys.
pub(super) fn hide(items: Vec<Item>, keys: &[Symbol]) -> Vec<Item> {
    let hidden: HashSet<Symbol> = keys.iter().copied().collect();
    items
        .into_iter()
        .filter_map(|item| match item {
            Item::Column(column) if hidden.contains(&column.name.key) => None,
            Item::Star(star) => {
                let mut without: Vec<Symbol> = star.without.iter().chain(keys).copied().collect();
                without.sort_unstable();
                without.dedup();
                Some(Item::Star(Star { without: without.into(), ..star }))
            }
            column @ Item::Column(_) => Some(column),
        })
        .collect()
}

/// Whether a text is like a pattern, both in lower case: `%` any characters, `_` any one.
fn is_like(text: &str, pattern: &str) -> bool {
    // The places in the pattern that the text read so far may have led to.
    let pattern: Vec<char> = pattern.chars().collect();
    let mut at = vec![false; pattern.len() + 1];
    let open = |at: &mut Vec<bool>| {
        for place in 0..pattern.len() {
            if at.get(place) == Some(&true)
                && pattern.get(place) == Some(&'%')
                && let Some(next) = at.get_mut(place + 1)
            {
                *next = true;
            }
        }
    };
    if let Some(first) = at.first_mut() {
        *first = true;
    }
    open(&mut at);
    for character in text.chars() {
        let mut next = vec![false; pattern.len() + 1];
        for (place, wanted) in pattern.iter().enumerate() {
            if at.get(place) != Some(&true) {
                continue;
            }
            let to = match wanted {
                '%' => place,
                '_' => place + 1,
                wanted if *wanted == character => place + 1,
                _ => continue,
            };
            if let Some(reached) = next.get_mut(to) {
                *reached = true;
            }
        }
        at = next;
        open(&mut at);
    }
    at.last() == Some(&true)
}
