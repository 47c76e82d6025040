/** Who performs an activity, as the standard says it: by resources, their parameters and expressions (BPMN 2.0.2 §10.3.1). */
import { elementsOf, isA, readRoleNames, referenceOf, type ModdleElement } from '#moddle';
import { each } from '../judge.ts';
import { nameOf } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const performerRules: readonly Rule[] = [
  {
    id: 'performer-says-twice',
    clause: '10.3.1',
    severity: 'warning',
    message: '“{name}” names who does it by a resource and by an expression at once: leave only one.',
    russian: 'В «{name}» исполнитель назван и ресурсом, и выражением: оставьте что-то одно.',
    check: each('bpmn:ResourceRole', (role) =>
      referenceOf(role, 'resourceRef') && referenceOf(role, 'resourceAssignmentExpression')
        ? { element: role.$parent ?? role }
        : null,
    ),
  },
  {
    id: 'foreign-resource-parameter',
    clause: '10.3.1',
    severity: 'warning',
    message: '“{name}” sets the parameter “{parameter}”, which its resource “{resource}” does not have.',
    russian: 'В «{name}» задан параметр «{parameter}», которого у ресурса «{resource}» нет.',
    check: each('bpmn:ResourceRole', (role) => {
      const resource = referenceOf(role, 'resourceRef');
      if (!resource) return null;
      return parametersSet(role)
        .filter((parameter) => parameter.$parent !== resource)
        .map((parameter) => ({
          element: role.$parent ?? role,
          values: { parameter: nameOf(parameter), resource: nameOf(resource) },
        }));
    }),
  },
  {
    id: 'missing-resource-parameter',
    clause: '8.4.12',
    severity: 'warning',
    message: '“{name}” does not set the parameter “{parameter}”, which its resource “{resource}” requires.',
    russian: 'В «{name}» не задан параметр «{parameter}», которого требует ресурс «{resource}».',
    check: each('bpmn:ResourceRole', (role) => {
      const resource = referenceOf(role, 'resourceRef');
      const set = parametersSet(role);
      return elementsOf(resource, 'resourceParameters')
        .filter((parameter) => parameter.get('isRequired') === true && !set.includes(parameter))
        .map((parameter) => ({
          element: role.$parent ?? role,
          values: { parameter: nameOf(parameter), resource: nameOf(resource!) },
        }));
    }),
  },
  {
    id: 'performer-names-nobody',
    clause: '10.3.1',
    severity: 'warning',
    message:
      '“{name}” has a performer that names nobody: name people or groups by an expression, or a resource called like a group.',
    russian:
      'В «{name}» исполнитель не назван: укажите людей или группы выражением либо ресурс с именем группы.',
    check: each('bpmn:Performer', (role) =>
      isForPeople(role.$parent) && readRoleNames(role).length === 0
        ? { element: role.$parent ?? role }
        : null,
    ),
  },
];

/** What others say of performers is told as left aside. */
function isForPeople(activity: ModdleElement | undefined): boolean {
  return activity !== undefined && isA(activity, 'bpmn:UserTask', 'bpmn:GlobalUserTask');
}

function parametersSet(role: ModdleElement): readonly ModdleElement[] {
  return elementsOf(role, 'resourceParameterBindings').flatMap(
    (one) => referenceOf(one, 'parameterRef') ?? [],
  );
}
