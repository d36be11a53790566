// The API reference, from the sources and their docstrings.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, type ProjectReflection, ReferenceType, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { repositoryFile } from './repository.ts';
import { tasksIndex } from './tasks.ts';

const SDK = 'packages/sdk';

/** The sources behind the public names of the sdk, by subpath, as package.json lists them. */
function entryPoints(): string[] {
  const { exports } = JSON.parse(readFileSync(repositoryFile(`${SDK}/package.json`), 'utf8')) as {
    exports: Record<string, { readonly types?: string }>;
  };
  return Object.values(exports).flatMap(({ types }) =>
    types ? [types.replace('./dist/', `${SDK}/src/`).replace('.d.ts', '.ts')] : [],
  );
}

/** Writes the reference into a folder; resolves to what TypeDoc complained of. */
export async function writeReference(folder: string): Promise<string[]> {
  const options: TypeDocOptions & Partial<PluginOptions> = {
    out: folder,
    entryPoints: entryPoints().map(repositoryFile),
    tsconfig: repositoryFile(`${SDK}/tsconfig.build.json`),
    plugin: ['typedoc-plugin-markdown'],
    name: '@gd-trainer/sdk',
    readme: 'none',
    disableGit: true,
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    validation: { notExported: true, invalidLink: true, notDocumented: true },
    requiredToBeDocumented: ['Class', 'Interface', 'TypeAlias', 'Variable', 'CallSignature', 'GetSignature'],
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    tableColumnSettings: { hideSources: true, hideInherited: true, hideOverrides: true, hideModifiers: true },
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    indexFormat: 'table',
    pageTitleTemplates: {
      module: ({ name }: { readonly name: string }) => `@gd-trainer/sdk${name === 'index' ? '' : `/${name}`}`,
    },
    router: 'module',
    outputs: [{ name: 'markdown', path: folder }],
    logLevel: 'Warn',
  };
  const app = await Application.bootstrapWithPlugins(options as TypeDocOptions);
  const complaints: string[] = [];
  app.logger.warn = (message: string) => complaints.push(message);
  app.logger.error = (message: string) => complaints.push(message);
  const project = await app.convert();
  if (!project) throw new Error(`TypeDoc could not read the sources\n${complaints.join('\n')}`);
  forgetHiddenParents(project);
  app.validate(project);
  await app.generateOutputs(project);
  const page = (name: string): string => readFileSync(join(folder, `${name}.md`), 'utf8');
  appendFileSync(join(folder, 'README.md'), `\n${tasksIndex(page)}`);
  return complaints;
}

/** A class that only stands behind a public one is no part of the reference: what it has is told of the public one. */
function forgetHiddenParents(project: ProjectReflection): void {
  const isHidden = (type: unknown): boolean => type instanceof ReferenceType && !type.reflection;
  for (const reflection of Object.values(project.reflections)) {
    if (!(reflection.isDeclaration() || reflection.isSignature())) continue;
    if (isHidden(reflection.inheritedFrom)) delete reflection.inheritedFrom;
    if (isHidden(reflection.overwrites)) delete reflection.overwrites;
    if (!reflection.isDeclaration()) continue;
    const extended = reflection.extendedTypes?.filter((type) => !isHidden(type));
    if (extended?.length) reflection.extendedTypes = extended;
    else delete reflection.extendedTypes;
  }
}
