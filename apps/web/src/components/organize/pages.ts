interface OrganizePage {
  /** Below `/challenges/SLUG/organize`. */
  readonly path: string;
  readonly label: string;
}

/** The organizer's pages in the order in which an event needs them. */
export const ORGANIZE_PAGES: readonly { group: string; pages: readonly OrganizePage[] }[] = [
  {
    group: "Set up",
    pages: [
      { path: "", label: "Overview" },
      { path: "/settings", label: "Settings" },
      { path: "/data", label: "Data" },
      { path: "/splits", label: "Splits" },
      { path: "/rescoring", label: "Rescoring" },
    ],
  },
  {
    group: "Run",
    pages: [
      { path: "/schedule", label: "Schedule" },
      { path: "/queue", label: "Queue" },
      { path: "/teams", label: "Teams" },
      { path: "/similar", label: "Similar" },
      { path: "/announcements", label: "Announcements" },
    ],
  },
  {
    group: "Account for",
    pages: [
      { path: "/exports", label: "Exports" },
      { path: "/audit", label: "Audit" },
    ],
  },
];
