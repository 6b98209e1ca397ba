import { FilterForm } from "../../_ui/filter-form.tsx";
import { SearchField } from "../../_ui/search-field.tsx";

/** Looks for a run in the process tracker, from a page that has no list. */
export function SearchForm() {
  return (
    <FilterForm action="/process-tracker" label="Find a run">
      <SearchField label="Find a run by job name" />
    </FilterForm>
  );
}
