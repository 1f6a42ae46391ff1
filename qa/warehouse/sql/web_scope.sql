-- Whose calls a person may see. Every query of the viewer includes this.
    NOT CAST($nothing AS BOOLEAN)
    AND (CAST($only_agent AS VARCHAR) IS NULL OR agent = $only_agent)
    AND (CAST($only_team AS VARCHAR) IS NULL OR team = $only_team)
    AND (CAST($only_site AS VARCHAR) IS NULL OR site = $only_site)
