import type { Texts } from '../i18n/language';
import type { Wanted } from './formats';

export const texts: Texts<{
  export: string;
  drawings: Record<'pipeline' | 'data', string>;
  files: string;
  more: string;
  formats: Record<Wanted['format'], string>;
  copy: string;
  copyMermaid: string;
  copyLink: string;
  saved: (name: string) => string;
  copied: string;
  copyByHand: string;
  working: string;
}> = {
  en: {
    export: 'Export',
    drawings: { pipeline: 'Graph of the steps', data: 'Graph of the data' },
    files: 'Everything',
    more: 'More formats',
    formats: {
      svg: 'SVG picture',
      mermaid: 'Mermaid',
      dot: 'DOT (Graphviz)',
      json: 'JSON',
      csv: 'CSV of artifacts with posture',
      cytoscape: 'Cytoscape.js JSON',
      reactflow: 'React Flow JSON',
    },
    copy: 'Copy',
    copyMermaid: 'Copy Mermaid',
    copyLink: 'Copy link',
    saved: (name) => `Saved as ${name}.`,
    copied: 'Copied.',
    copyByHand: 'The browser does not let this page copy. Copy it from here:',
    working: 'Exporting…',
  },
  ko: {
    export: '내보내기',
    drawings: { pipeline: '단계 그래프', data: '데이터 그래프' },
    files: '전체',
    more: '다른 형식',
    formats: {
      svg: 'SVG 그림',
      mermaid: 'Mermaid',
      dot: 'DOT (Graphviz)',
      json: 'JSON',
      csv: '아티팩트와 보안 상태 CSV',
      cytoscape: 'Cytoscape.js JSON',
      reactflow: 'React Flow JSON',
    },
    copy: '복사',
    copyMermaid: 'Mermaid 복사',
    copyLink: '링크 복사',
    saved: (name) => `${name}(으)로 저장했습니다.`,
    copied: '복사했습니다.',
    copyByHand: '브라우저가 복사를 허용하지 않습니다. 여기에서 직접 복사해 주세요.',
    working: '내보내는 중…',
  },
};
