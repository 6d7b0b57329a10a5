/** Addresses of files; the routes that serve them are in `files/`. */
export const imagePath = (imageId: string, file: "image" | "thumb" | "mask" | "overlay"): string =>
  `/api/files/images/${imageId}/${file}`;

export const predictionPath = (submissionId: string, stem: string): string =>
  `/api/files/submissions/${submissionId}/prediction/${encodeURIComponent(stem)}`;

export const kitPath = (slug: string): string => `/api/challenges/${slug}/kit.zip`;

export const invitePath = (token: string): string => `/join/${token}`;
