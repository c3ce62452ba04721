import { z } from 'zod';

const mark = z
  .strictObject({
    dependsOnWithdrawn: z.array(z.string()).min(1).optional().meta({
      description:
        'The ids of what it rests on, along its via as well (100 attributions at most), that was withdrawn and not replaced by anything that stands.',
    }),
    wordingChanged: z
      .strictObject({ from: z.int().min(1), to: z.int().min(1) })
      .optional()
      .meta({
        description:
          'The claim reads otherwise than when this was linked to it: the revision then (`claimRevision`) and that of today.',
      }),
  })
  .meta({ id: 'Mark', description: 'What to know of others before relying on a document.' });

/** The marks of an answer, by the ids of its documents. */
export const marks = z
  .record(z.string(), mark)
  .meta({ id: 'Marks', description: 'The marks of all documents in the answer that carry one, by id.' });
