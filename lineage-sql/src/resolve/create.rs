use std::rc::Rc;

use sqlparser::ast::{
    ColumnDef, CreateTable, CreateTableLikeKind, CreateTableOptions, CreateView, Expr, HiveDistributionStyle, Ident,
    SqlOption, Value,
};

use crate::StatementKind;
use crate::parse::Extra;

use super::Resolver;
use super::names::TableId;
use super::output::Written;
use super::relation::{Column, Item, Relation};
use super::statement::{Made, Out};

impl Resolver<'_> {
    pub(super) fn create_table(&mut self, create: &CreateTable, extra: &Extra, out: &mut Out<'_>) {
        let target = self.target(&create.name);
        let location = extra
            .location
            .clone()
            .or_else(|| create.location.clone())
            .or_else(|| create.hive_formats.as_ref().and_then(|formats| formats.location.clone()))
            .or_else(|| location(&create.table_options));
        // Hive's partitions are columns, too, and the last.
        let partitions: &[ColumnDef] = match &create.hive_distribution {
            HiveDistributionStyle::PARTITIONED { columns } if create.query.is_none() => columns,
            _ => &[],
        };
        let columns = create.columns.iter().chain(partitions).map(|column| &column.name);
        let columns: Vec<&Ident> = columns.chain(&extra.columns).collect();
        let temporary = create.temporary
            || create.volatile
            || extra.temporary
            || create.name.0.last().is_some_and(|part| part.to_string().starts_with('#'));
        let relation = match (&create.query, &create.clone, &create.like) {
            (Some(query), _, _) => {
                let relation = self.query(query, None);
                self.renamed(relation, columns.iter().copied())
            }
            (None, Some(source), _) => {
                let parts = self.names.parts(source);
                self.table(parts).1
            }
            (None, None, like) => {
                let mut items: Vec<Item> = Vec::new();
                if let Some(CreateTableLikeKind::Parenthesized(like) | CreateTableLikeKind::Plain(like)) = like {
                    // Of the other table it takes the columns, and no data.
                    let parts = self.names.parts(&like.name);
                    let (_, relation) = self.table(parts);
                    items.extend(relation.columns().map(|column| without_sources(column.name)));
                }
                items.extend(columns.iter().map(|column| without_sources(self.names.name(column))));
                Rc::new(Relation::new(items, [].into()))
            }
        };
        if !relation.items.is_empty() {
            self.register(target, &relation, if temporary { Made::Temporary } else { Made::Table });
        }
        match location {
            Some(location) => self.session.locations.insert(target, location),
            None => self.session.locations.remove(&target),
        };
        let written = Written {
            kind: StatementKind::CreateTable,
            target: Some(target),
            items: relation.items.clone(),
            dataset: Rc::clone(&relation.dataset),
        };
        self.write(written, out);
    }

    pub(super) fn create_view(&mut self, create: &CreateView, extra: &Extra, out: &mut Out<'_>) {
        let relation = self.query(&create.query, None);
        // ClickHouse's materialised views write into another table.
        let target = self.target(create.to.as_ref().unwrap_or(&create.name));
        let columns = if create.to.is_some() { &[][..] } else { create.columns.as_slice() };
        self.make_view(target, relation, columns.iter().map(|column| &column.name), extra, out);
    }

    pub(super) fn make_view<'i>(
        &mut self,
        target: TableId,
        relation: Rc<Relation>,
        columns: impl Iterator<Item = &'i Ident>,
        extra: &'i Extra,
        out: &mut Out<'_>,
    ) {
        let columns: Vec<&Ident> = columns.chain(&extra.columns).collect();
        if !columns.is_empty() && relation.is_closed() && columns.len() != relation.items.len() {
            let message = format!(
                "{} names {} columns, and its query gives {}",
                self.names.table_name(target),
                columns.len(),
                relation.items.len()
            );
            self.diagnostics.push(crate::SqlDiagnostic::new(crate::DiagnosticCode::ColumnCount, message));
        }
        let relation = self.renamed(relation, columns.into_iter());
        self.register(target, &relation, Made::View);
        self.write_relation(StatementKind::CreateView, target, &relation, out);
    }
}

/// A column of which nothing is known but its name.
fn without_sources(name: super::names::Name) -> Item {
    Item::Column(Column { name, deps: [].into() })
}

/// Where a table's data lie, by its properties: Athena's `external_location`, Iceberg's and Delta's `location`.
fn location(options: &CreateTableOptions) -> Option<String> {
    let (CreateTableOptions::With(options)
    | CreateTableOptions::Options(options)
    | CreateTableOptions::Plain(options)
    | CreateTableOptions::TableProperties(options)) = options
    else {
        return None;
    };
    options.iter().find_map(|option| match option {
        SqlOption::KeyValue { key, value: Expr::Value(value) }
            if ["external_location", "location", "path"].iter().any(|name| key.value.eq_ignore_ascii_case(name)) =>
        {
            match &value.value {
                Value::SingleQuotedString(text) | Value::DoubleQuotedString(text) => Some(text.clone()),
                _ => None,
            }
        }
        _ => None,
    })
}
