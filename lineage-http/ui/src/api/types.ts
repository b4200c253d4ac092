import type { components } from './schema';

type Schemas = components['schemas'];

export type Lineage = Schemas['LineageDocument'];
export type Graph = Schemas['GraphDocument'];
export type Step = Schemas['NodeDocument'];
export type Edge = Schemas['EdgeDocument'];
export type Via = Schemas['Via'];
export type Artifact = Schemas['ArtifactDocument'];
export type ArtifactKind = Schemas['ArtifactKind'];
export type Posture = Schemas['PostureDocument'];
export type Position = Schemas['PositionDocument'];
export type Point = Schemas['Point'];
export type Run = Schemas['RunDocument'];
export type Registry = Schemas['RegistryDocument'];
export type Warning = Schemas['Warning'];
export type Problem = Schemas['Problem'];
export type CatalogPipeline = Schemas['CatalogPipeline'];
export type LatestExecution = Schemas['LatestExecution'];
export type DomainRef = Schemas['DomainRef'];
export type FeatureGroup = Schemas['FeatureGroupDocument'];
export type FeatureGroupItem = Schemas['FeatureGroupItem'];
export type Dataset = Schemas['DatasetDocument'];
export type SchemaVersion = Schemas['VersionDocument'];
export type SchemaVersionItem = Schemas['VersionItem'];
export type SchemaDiff = Schemas['DiffDocument'];
export type Column = Schemas['Column'];
export type Change = Schemas['Change'];
export type SqlRequest = Schemas['SqlRequest'];
export type Script = Schemas['ScriptLineage'];
export type Statement = Schemas['StatementLineage'];
export type ColumnEdge = Schemas['ColumnEdge'];
export type SqlDiagnostic = Schemas['SqlDiagnostic'];
/** A place in a text: the line and the character of it, both from 1. */
export type TextPosition = Schemas['Position'];
export type Me = Schemas['Me'];
export type Execution = Schemas['ExecutionEntry'];
