-- Whose calls a person may see. Every query of the viewer includes this; what does not bind this person is left out.
    NOT CAST($nothing AS BOOLEAN)
/* if only_agent */
    AND agent = $only_agent
/* end */
/* if only_team */
    AND team = $only_team
/* end */
/* if only_site */
    AND site = $only_site
/* end */
