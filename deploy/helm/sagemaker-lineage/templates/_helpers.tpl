{{- define "lineage.name" -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name) | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "lineage.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "lineage.labels" -}}
{{ include "lineage.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "lineage.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "lineage.name" .) .Values.serviceAccount.name }}{{ else }}{{ default "default" .Values.serviceAccount.name }}{{ end }}
{{- end }}

{{- define "lineage.image" -}}
{{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ default .Chart.AppVersion .Values.image.tag }}{{ end }}
{{- end }}

{{- define "lineage.hosts" -}}
{{- $name := include "lineage.name" . -}}
{{- $inside := printf "%s.%s" $name .Release.Namespace -}}
{{ concat (list $name $inside (printf "%s.svc" $inside) (printf "%s.svc.cluster.local" $inside)) .Values.allowedHosts | join "," }}
{{- end }}

{{/* Refuses what would keep the server from starting, before anything is rolled out, as far as values tell. */}}
{{- define "lineage.check" -}}
{{- $settings := .Values.settings -}}
{{- if not (or .Values.apiKeys.existingSecret $settings.OIDC_ISSUER (eq (toString $settings.ALLOW_PUBLIC) "true")) }}
{{- fail "nobody could sign in: set apiKeys.existingSecret, settings.OIDC_ISSUER, or settings.ALLOW_PUBLIC to \"true\"" }}
{{- end }}
{{- if and $settings.OIDC_ISSUER (not $settings.OIDC_AUDIENCE) }}
{{- fail "settings.OIDC_ISSUER needs settings.OIDC_AUDIENCE" }}
{{- end }}
{{- end }}
