use std::rc::Rc;

use sqlparser::ast::{
    AssignmentTarget, Expr, ExprWithAliasAndOrderBy, PipeOperator, SelectItem, SetExpr, TableFactor, TableWithJoins,
};

use crate::Indirect;

use super::Resolver;
use super::budget::COPY;
use super::deps::How;
use super::relation::{Column, Item, Relation};
use super::scope::{Named, Scope};
use super::star::hide;

impl Resolver<'_> {
    /// The tables of the query in front of such steps, which they may name: of `FROM t, u`, and no other query.
    pub(super) fn piped_tables(&mut self, body: &SetExpr, outer: Option<&Scope<'_>>) -> Vec<Named> {
        let SetExpr::Select(select) = body else { return Vec::new() };
        let is_table = |table: &TableWithJoins| {
            table.joins.is_empty() && matches!(table.relation, TableFactor::Table { args: None, .. })
        };
        if !matches!(select.projection.as_slice(), [] | [SelectItem::Wildcard(_)]) || !select.from.iter().all(is_table)
        {
            return Vec::new();
        }
        let mut scope = Scope::inside(outer);
        for table in &select.from {
            self.table_with_joins(table, &mut scope);
        }
        scope.relations
    }

    /// What a query gives after the steps behind it (`|>`), each of which sees what the one before it gives.
    pub(super) fn pipes(
        &mut self,
        operators: &[PipeOperator],
        mut relation: Relation,
        mut behind: Vec<Named>,
        outer: Option<&Scope<'_>>,
    ) -> Relation {
        let mut alias = None;
        for operator in operators {
            if let PipeOperator::As { alias: name } = operator {
                alias = Some(self.names.name(name));
                behind.clear();
                continue;
            }
            if !self.spend(COPY * relation.items.len()) {
                break;
            }
            let saved = std::mem::take(&mut self.dataset);
            self.dataset.extend(&relation.dataset, How::IDENTITY);
            // By their names, the tables are still there.
            let around = Scope { relations: std::mem::take(&mut behind), ..Scope::inside(outer) };
            let mut scope = Scope::inside(Some(&around));
            let items = relation.items.clone();
            let input = Rc::new(Relation::new(items.clone(), [].into()));
            scope.relations.push(Named { alias, path: [].into(), table: None, relation: input });
            let items = self.pipe(operator, items, &mut scope);
            let joined = scope.relations.drain(..).skip(1).collect::<Vec<_>>();
            if keeps_tables(operator) {
                behind = around.relations;
                behind.extend(joined);
            }
            let dataset = std::mem::replace(&mut self.dataset, saved).finish();
            relation = Relation::new(items, dataset);
        }
        relation
    }

    fn pipe(&mut self, operator: &PipeOperator, mut items: Vec<Item>, scope: &mut Scope<'_>) -> Vec<Item> {
        match operator {
            PipeOperator::Where { expr } => self.look_at(expr, scope, Indirect::Filter),
            PipeOperator::OrderBy { exprs } => {
                for order in exprs {
                    self.look_at(&order.expr, scope, Indirect::Sort);
                }
            }
            PipeOperator::Select { exprs } => return self.projection(exprs, scope),
            PipeOperator::Extend { exprs } => items.extend(self.projection(exprs, scope)),
            PipeOperator::Set { assignments } => {
                for assignment in assignments {
                    self.spend(items.len());
                    let deps = self.of(&assignment.value, scope);
                    let AssignmentTarget::ColumnName(name) = &assignment.target else { continue };
                    let Some(ident) = super::from::idents(name).pop() else { continue };
                    let name = self.names.name(&ident);
                    let mut found = false;
                    for item in &mut items {
                        if let Item::Column(column) = item
                            && column.name.key == name.key
                        {
                            column.deps = Rc::clone(&deps);
                            found = true;
                        }
                    }
                    if !found {
                        // One of those that are not known.
                        items = hide(items, &[name.key]);
                        items.push(Item::Column(Column { name, deps }));
                    }
                }
            }
            PipeOperator::Drop { columns } => {
                let columns: Vec<_> = columns.iter().collect();
                return self.without(items, &columns);
            }
            PipeOperator::Rename { mappings } => {
                return self.renamed_columns(items, mappings, scope);
            }
            PipeOperator::Aggregate { full_table_exprs, group_by_expr } => {
                let mut made = Vec::new();
                for (place, expr) in group_by_expr.iter().chain(full_table_exprs).enumerate() {
                    made.push(Item::Column(self.aliased(expr, place, scope)));
                }
                self.look_at_items(made.get(..group_by_expr.len()).unwrap_or_default(), Indirect::GroupBy);
                return made;
            }
            PipeOperator::Union { queries, .. }
            | PipeOperator::Intersect { queries, .. }
            | PipeOperator::Except { queries, .. } => {
                let mut parts = vec![Rc::new(Relation::new(items, [].into()))];
                for query in queries {
                    parts.push(self.query(query, scope.parent));
                }
                let together = self.union(&parts, false);
                self.dataset.extend(&together.dataset, How::IDENTITY);
                return together.items;
            }
            PipeOperator::Join(join) => {
                self.join(join, scope);
                return self.all_columns(scope);
            }
            PipeOperator::Pivot { aggregate_functions, value_column, value_source, .. } => {
                let columns: Vec<Expr> = value_column.iter().cloned().map(Expr::Identifier).collect();
                return self.pivot(scope, aggregate_functions, &columns, value_source, None);
            }
            PipeOperator::Unpivot { value_column, name_column, unpivot_columns, .. } => {
                let columns: Vec<_> = unpivot_columns
                    .iter()
                    .map(|column| sqlparser::ast::ExprWithAlias { expr: Expr::Identifier(column.clone()), alias: None })
                    .collect();
                return self.unpivot(scope, &Expr::Identifier(value_column.clone()), name_column, &columns);
            }
            PipeOperator::Limit { .. }
            | PipeOperator::TableSample { .. }
            | PipeOperator::As { .. }
            | PipeOperator::Call { .. } => {}
        }
        items
    }

    fn aliased(&mut self, expr: &ExprWithAliasAndOrderBy, place: usize, scope: &Scope<'_>) -> Column {
        let deps = self.of(&expr.expr.expr, scope);
        let name = match &expr.expr.alias {
            Some(alias) => self.names.name(alias),
            None => self.output_name(&expr.expr.expr, place),
        };
        Column { name, deps }
    }
}

/// Whether the tables of a query may still be named behind a step.
fn keeps_tables(operator: &PipeOperator) -> bool {
    use PipeOperator::{Drop, Extend, Join, Limit, OrderBy, Rename, Set, TableSample, Where};
    matches!(
        operator,
        Drop { .. }
            | Extend { .. }
            | Join(_)
            | Limit { .. }
            | OrderBy { .. }
            | Rename { .. }
            | Set { .. }
            | TableSample { .. }
            | Where { .. }
    )
}
