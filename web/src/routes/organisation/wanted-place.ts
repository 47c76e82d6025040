import type { RouteResponse } from '../../client/index.ts';
import type { routes } from '#contract';
import type { Editing } from './editing.ts';

type Structure = RouteResponse<typeof routes.structure.structure>;

/**
 * What the address asks to be made (`paths.makePlace`): opened when it is there, otherwise begun with its name and code;
 * a position in its usual department, which is made first where there is none at all.
 */
export function wantedPlace(params: URLSearchParams, { departments, positions }: Structure): Editing | null {
  const make = params.get('make');
  const code = params.get('code');
  const [name, nameRu] = [params.get('en') ?? '', params.get('ru')];
  if (make === 'department') {
    const found = departments.find((one) => one.code === code);
    if (found) return { kind: 'department', id: found.id };
    return { kind: 'newDepartment', initial: { name, nameRu, code, parentId: null } };
  }
  if (make !== 'position') return null;
  const found = positions.find((one) => one.code === code);
  if (found) return { kind: 'position', id: found.id };
  const usual = params.get('in');
  const place = departments.find((one) => one.code === usual) ?? departments[0];
  if (!place)
    return {
      kind: 'newDepartment',
      initial: { name: params.get('inEn') ?? '', nameRu: params.get('inRu'), code: usual, parentId: null },
    };
  const initial = { title: name, titleRu: nameRu, code, departmentId: place.id, isHead: false };
  return { kind: 'newPosition', initial };
}
