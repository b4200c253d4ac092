import { describe, expect, it } from 'vitest';
import { cleaned, drawnOf, fileName } from './formats';

describe('cleaned', () => {
  it.each([
    ['CustomerChurnTraining', 'CustomerChurnTraining'],
    ['고객 이탈', '고객 이탈'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['<img src=x onerror="alert(1)">', '_img src=x onerror=_alert(1)_'],
    ['a\u202egnp.exe', 'a_gnp.exe'],
    ['a\nb\tc', 'a_b_c'],
    ['  .hidden. ', 'hidden'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['', '_'],
    ['...', '_'],
  ])('%j is %j', (name, expected) => {
    expect(cleaned(name)).toBe(expected);
  });

  it('cuts long names between characters', () => {
    expect(cleaned('가'.repeat(300))).toBe('가'.repeat(100));
    expect([...cleaned('😀'.repeat(300))]).toHaveLength(100);
  });
});

describe('fileName', () => {
  it.each([
    ['svg', 'pipeline', 'pipeline', 'p.svg'],
    ['mermaid', 'data', 'data', 'p.mmd'],
    ['dot', 'pipeline', 'both', 'p.dot'],
    ['dot', 'data', 'both', 'p-data.dot'],
    ['csv', 'both', 'both', 'p.csv'],
    ['json', 'both', 'pipeline', 'p.json'],
    ['reactflow', 'pipeline', 'pipeline', 'p.reactflow.json'],
  ] as const)('%s of %s, with %s shown, is %s', (format, view, shown, expected) => {
    expect(fileName('p', { format, view }, shown)).toBe(expected);
  });
});

describe('drawnOf', () => {
  it('is the graph that is shown, or both', () => {
    expect(drawnOf('data')).toEqual(['data']);
    expect(drawnOf('both')).toEqual(['pipeline', 'data']);
  });
});
