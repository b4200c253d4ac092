//! What a statement gives back of the rows that it wrote: a statement of its own.

use sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectName, OutputClause, SelectItem,
};

use crate::StatementKind;

use super::Resolver;
use super::names::{Name, TableId};
use super::output::Written;
use super::scope::{Named, Scope};
use super::statement::Out;

impl Resolver<'_> {
    /// `RETURNING …`: a query.
    pub(super) fn returning(
        &mut self,
        items: Option<&[SelectItem]>,
        target: TableId,
        alias: Option<Name>,
        out: &mut Out<'_>,
    ) {
        let Some(items) = items.filter(|_| !out.is_inner) else { return };
        self.begin();
        let mut scope = Scope::default();
        scope.relations.push(self.named_target(target, alias));
        let items = self.projection(items, &mut scope);
        let dataset = self.take_dataset();
        self.write(Written { kind: StatementKind::Select, target: None, items, dataset }, out);
    }

    /// T-SQL's `OUTPUT …`: a query over the rows as they are now and as they were, or an insert of what it gives.
    pub(super) fn output(&mut self, clause: Option<&OutputClause>, target: Option<TableId>, out: &mut Out<'_>) {
        let (Some(OutputClause::Output { select_items, into_table, .. }), Some(target)) = (clause, target) else {
            return;
        };
        self.begin();
        let mut scope = Scope::default();
        for version in ["inserted", "deleted"] {
            let alias = self.names.quoted(version);
            scope.relations.push(self.named_target(target, Some(alias)));
        }
        let items = self.projection(select_items, &mut scope);
        let Some(into) = into_table.as_ref().and_then(|into| into.targets.first()).and_then(listed) else {
            let dataset = self.take_dataset();
            return self.write(Written { kind: StatementKind::Select, target: None, items, dataset }, out);
        };
        self.reads(target);
        let (name, columns) = into;
        let into = self.target(&name);
        self.write_into(StatementKind::Insert, into, &columns, items, out);
    }

    /// The table that a statement writes, as one that its expressions name.
    pub(super) fn named_target(&mut self, target: TableId, alias: Option<Name>) -> Named {
        let relation = self.session.relation(&mut self.names, target);
        Named { alias, path: self.names.table_parts(target), table: Some(target), relation }
    }
}

/// A table, and the columns that are listed behind it: to the parser, a function and its arguments.
fn listed(into: &Expr) -> Option<(ObjectName, Vec<Ident>)> {
    match into {
        Expr::Identifier(ident) => Some((ObjectName::from(vec![ident.clone()]), Vec::new())),
        Expr::CompoundIdentifier(idents) => Some((ObjectName::from(idents.clone()), Vec::new())),
        Expr::Function(function) => {
            let FunctionArguments::List(list) = &function.args else { return None };
            let column = |argument: &FunctionArg| match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(ident))) => Some(ident.clone()),
                _ => None,
            };
            Some((function.name.clone(), list.args.iter().filter_map(column).collect()))
        }
        _ => None,
    }
}
